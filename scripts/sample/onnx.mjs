// Writes ONNX files: the messages of onnx.proto that a feed-forward network needs, and no more.
import protobuf from 'protobufjs';

/** Field numbers as in onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). */
const schema = `
syntax = "proto3";
message ModelProto {
  int64 ir_version = 1; string producer_name = 2; GraphProto graph = 7; repeated OperatorSetIdProto opset_import = 8;
}
message OperatorSetIdProto { string domain = 1; int64 version = 2; }
message GraphProto {
  repeated NodeProto node = 1; string name = 2; repeated TensorProto initializer = 5; string doc_string = 10;
  repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12;
}
message NodeProto {
  repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4;
  repeated AttributeProto attribute = 5;
}
message AttributeProto { string name = 1; int64 i = 3; int32 type = 20; }
message TensorProto { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; }
message ValueInfoProto { string name = 1; TypeProto type = 2; }
message TypeProto { TensorType tensor_type = 1; message TensorType { int32 elem_type = 1; TensorShapeProto shape = 2; } }
message TensorShapeProto { repeated Dimension dim = 1; message Dimension { int64 dim_value = 1; string dim_param = 2; } }
`;

const FLOAT = 1;
const INT8 = 3;
const ATTRIBUTE_INT = 2;

/** IR version 8 and operator set 13: what every ONNX Runtime since 1.10 reads. */
const irVersion = 8;
const operatorSet = 13;

/**
 * A tensor of 32-bit floats kept in the model.
 * @param {string} name
 * @param {number[]} dims
 * @param {Float32Array} values
 */
export function floatTensor(name, dims, values) {
  const raw = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    raw.writeFloatLE(value, index * 4);
  });
  return { name, dims, data_type: FLOAT, raw_data: raw };
}

/**
 * A tensor of 8-bit integers kept in the model.
 * @param {string} name
 * @param {number[]} dims
 * @param {Int8Array} values
 */
export function int8Tensor(name, dims, values) {
  return { name, dims, data_type: INT8, raw_data: Buffer.from(values.buffer, values.byteOffset, values.byteLength) };
}

/**
 * An operation of the graph. Attributes are integers, the only kind used here.
 * @param {string} operator
 * @param {string[]} input
 * @param {string} output
 * @param {Record<string, number>} [attributes]
 */
export function node(operator, input, output, attributes = {}) {
  const attribute = Object.entries(attributes).map(([name, i]) => ({ name, i, type: ATTRIBUTE_INT }));
  return { op_type: operator, name: output, input, output: [output], attribute };
}

/**
 * A float input or output; a dimension is a size, or a name where any size will do.
 * @param {string} name
 * @param {(number | string)[]} dims
 */
export function floatValue(name, dims) {
  const dim = dims.map((size) => (typeof size === 'number' ? { dim_value: size } : { dim_param: size }));
  return { name, type: { tensor_type: { elem_type: FLOAT, shape: { dim } } } };
}

/**
 * The bytes of an ONNX file.
 * @param {{ name: string, doc_string: string, node: object[], initializer: object[], input: object[], output: object[] }} graph
 * @returns {Uint8Array}
 */
export function encodeModel(graph) {
  const model = protobuf.parse(schema, { keepCase: true }).root.lookupType('ModelProto');
  const message = {
    ir_version: irVersion,
    producer_name: 'sagemaker-hosting',
    graph,
    opset_import: [{ domain: '', version: operatorSet }],
  };
  const problem = model.verify(message);
  if (problem) throw new Error(`The ONNX model can't be written: ${problem}`);
  return model.encode(model.create(message)).finish();
}
