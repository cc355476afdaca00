/** How a field of protobuf's wire format is laid out: the three lowest bits of its tag. */
export const WireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;
export type WireType = (typeof WireType)[keyof typeof WireType];
