import { dataTypes } from "../graph/onnx-node.js";
import {
  GraphField,
  ModelField,
  NodeField,
  SequenceTypeField,
  TensorTypeField,
  TypeField,
  ValueField,
} from "./fields.js";
import { WireWriter } from "./wire-writer.js";

/**
 * A model that gives an empty sequence as its first output, before all others. Two protobuf messages in a row are read
 * as one, their lists joined: the few bytes in front leave those of the model untouched.
 * @param name of the output, which the model must not use yet
 */
export function withSequenceOutput(model: Uint8Array, name: string): Uint8Array {
  const writer = new WireWriter();
  writer.message(ModelField.graph, () => {
    writer.message(GraphField.nodes, () => {
      writer.text(NodeField.outputs, name);
      writer.text(NodeField.name, name);
      writer.text(NodeField.op, "SequenceEmpty");
    });
    writer.message(GraphField.outputs, () => {
      writer.text(ValueField.name, name);
      writer.message(ValueField.type, () =>
        writer.message(TypeField.sequence, () =>
          writer.message(SequenceTypeField.elementType, () =>
            writer.message(TypeField.tensor, () => writer.integer(TensorTypeField.elementType, dataTypes.float32)),
          ),
        ),
      );
    });
  });
  const front = writer.finish();
  const whole = new Uint8Array(front.length + model.length);
  whole.set(front);
  whole.set(model, front.length);
  return whole;
}
