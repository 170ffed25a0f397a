// What browsers have and Node 18 keeps in a module of its own.
import { File } from "node:buffer";

globalThis.File ??= File as typeof globalThis.File;
