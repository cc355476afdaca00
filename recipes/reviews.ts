import { defineRecipe } from "limbeck";
import { brown, reviews, speeches } from "./data/reviews.js";

// "this movie is fun": word vectors from plain text, a BiLSTM teacher that starts from them, a GRU student.
export default defineRecipe({
  name: "reviews",
  data: {
    ...reviews,
    validation: 0.1,
    vectors: { text: [brown, speeches], size: 100, epochs: 5 },
    vocabulary: { vectors: true },
    maxLength: 100,
  },
  teacher: {
    model: "bilstm",
    hidden: 128,
    pooling: "max",
    dropout: 0.3,
    embedding: { vectors: true, dropout: 0.2 },
  },
  student: {
    model: "gru",
    hidden: 24,
    dropout: 0.1,
    embedding: { vectors: true },
  },
  method: "soft-targets",
  temperature: 2,
  training: {
    epochs: 10,
    batchSize: 64,
    optimizer: { name: "adam", learningRate: 2e-3 },
    clipNorm: 5,
  },
});
