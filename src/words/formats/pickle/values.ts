/** What a pickle holds, as plain data: nothing in it is ever called. */
export type PickleValue =
  null | boolean | number | bigint | string | Uint8Array | PickleValue[] | PickleDict | PickleGlobal | PickleObject;

export class PickleDict {
  readonly entries = new Map<PickleValue, PickleValue>();

  get(key: string): PickleValue | undefined {
    return this.entries.get(key);
  }
}

/** The name of a class or function of Python. */
export class PickleGlobal {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** What a class or function would have made of its arguments, and what was put into that. */
export class PickleObject {
  /** The name of the class or function, as `numpy.ndarray`. */
  readonly of: string;
  readonly args: PickleValue;
  state: PickleValue = null;
  #items: PickleDict | undefined;

  constructor(of: string, args: PickleValue) {
    this.of = of;
    this.args = args;
  }

  /** Of classes that are dictionaries. */
  get items(): PickleDict {
    return (this.#items ??= new PickleDict());
  }

  /** An attribute, where the state is a dictionary of them. */
  get(name: string): PickleValue | undefined {
    return this.state instanceof PickleDict ? this.state.get(name) : undefined;
  }
}
