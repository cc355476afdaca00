import { OptionError } from "../../tensor/index.js";

/** Rows seen along their directions of greatest variance. */
export interface PrincipalComponents {
  /** `[rows, components]` */
  readonly points: readonly (readonly number[])[];
  /** The share of the rows' variance along each component, 0 … 1; zeros where all rows are the same. */
  readonly explainedVariance: readonly number[];
}

/**
 * Principal component analysis: rows minus their mean, along the eigenvectors of their covariance, greatest variance
 * first. The sign of a component, which is free, is chosen so that its entry of greatest magnitude is positive.
 * @param rows       `[rows, size]`, at least two
 * @param components how many, at most the smaller of `rows` and `size`; default 2
 * @throws OptionError for fewer than two rows, or more components than they have
 */
export async function pca(rows: readonly ArrayLike<number>[], components = 2): Promise<PrincipalComponents> {
  const size = rows[0]?.length ?? 0;
  const most = Math.min(rows.length, size);
  if (rows.length < 2) throw new OptionError(`PCA needs at least two rows, got ${rows.length}.`);
  if (!Number.isInteger(components) || components < 1 || components > most) {
    throw new OptionError(
      `PCA of ${rows.length} rows of ${size}: got ${components} components, expected 1 to ${most}.`,
    );
  }
  const { PCA } = await import("ml-pca");
  const data = rows.map((row) => Array.from(row));
  // Both methods find the same directions: one from the rows, the other from a [size, size] matrix.
  const model = new PCA(data, { method: rows.length > size ? "covarianceMatrix" : "SVD" });
  const signs = model
    .getEigenvectors()
    .transpose()
    .to2DArray()
    .slice(0, components)
    .map((direction) => Math.sign(direction.reduce((most, x) => (Math.abs(x) > Math.abs(most) ? x : most), 0)) || 1);
  const points = model.predict(data, { nComponents: components }).to2DArray();
  const variances = model.getEigenvalues();
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  return {
    points: points.map((point) => point.map((x, i) => x * signs[i]!)),
    explainedVariance: variances.slice(0, components).map((variance) => (total > 0 ? variance / total : 0)),
  };
}
