/** XML as plain data: what the archive message says, before anything writes it. */
export type XmlNode = {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children: readonly (XmlNode | string)[];
};

/** An element; children that are null are left out, so that optional ones can be written in place. */
export const node = (name: string, ...children: readonly (XmlNode | string | null | readonly (XmlNode | null)[])[]): XmlNode => ({
  name,
  children: children.flat().filter((one): one is XmlNode | string => one !== null),
});

/** The same with attributes. */
export const nodeWith = (
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly (XmlNode | string | null | readonly (XmlNode | null)[])[]
): XmlNode => ({
  ...node(name, ...children),
  attributes,
});

/** An element only where there is something to say. */
export const optional = (name: string, text: string | null | undefined): XmlNode | null => (text ? node(name, text) : null);
