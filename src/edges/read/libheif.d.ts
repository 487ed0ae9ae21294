/** The part of libheif-js that is used; its own types describe another way of loading it. */
declare module "libheif-js/wasm-bundle.js" {
  export type HeifImage = {
    readonly get_width: () => number;
    readonly get_height: () => number;
    readonly is_primary: () => boolean;
    readonly display: (target: { data: Uint8ClampedArray; width: number; height: number }, done: (result: object | null) => void) => void;
    readonly free: () => void;
  };
  const libheif: { readonly HeifDecoder: new () => { readonly decode: (bytes: Uint8Array) => readonly HeifImage[] } };
  export default libheif;
}
