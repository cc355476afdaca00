import eslint from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import { configs } from "typescript-eslint";

/** Strict, type-aware rules; every finding is an error. Format is prettier's, the order of folders dependency-cruiser's. */
export default defineConfig(
  globalIgnores(["dist/", "runs/", "node_modules/", "**/assembly/", "**/generated/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" } },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: "error",
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
      ],
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // x[i]! says that i was checked: noUncheckedIndexedAccess asks for a word, and this is the short one.
      "@typescript-eslint/no-non-null-assertion": "off",
      // { bias: true } as LinearOptions tells inference what a default alone does not.
      "@typescript-eslint/no-unnecessary-type-assertion": "off",
      // A cast from Tensor to Parameter, where a table of names has shown it to be one.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      // [...text] is meant: characters, not UTF-16 units.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      // readJson<T>(path) names what a file holds.
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      // Numbers go into messages and names as they are.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
    },
  },
  {
    files: ["bin/**", "**/*.js", "**/*.cjs"],
    languageOptions: { globals: { process: "readonly", URL: "readonly", console: "readonly", module: "writable" } },
  },
);
