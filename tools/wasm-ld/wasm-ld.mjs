#!/usr/bin/env node
// The linker of guests: wasm-ld, then Binaryen's wasm-opt over what it made.
//
// rustc's `wasm-component-ld` calls this instead of wasm-ld (its `--wasm-ld-path`) and makes a component of the module.
// Components cannot be optimised as they are, so this is the one place between the two. It takes a tenth off a module
// that was compiled for size (docs/decisions/002). PARLEY_WASM_LD is the linker itself.

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const WASM_OPT = fileURLToPath(new URL('node_modules/binaryen/bin/wasm-opt', import.meta.url))

// What Rust's wasm32-wasip2 compiles for: hosts have these, and wasm-opt is to use no others.
const FEATURES = [
  'bulk-memory',
  'bulk-memory-opt',
  'multivalue',
  'mutable-globals',
  'nontrapping-float-to-int',
  'reference-types',
  'sign-ext',
]

function run(command, parameters) {
  const { status, error } = spawnSync(command, parameters, { stdio: 'inherit' })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}

const linker = process.env.PARLEY_WASM_LD
if (!linker) {
  console.error('PARLEY_WASM_LD names no linker; build guests with `cargo xtask build`')
  process.exit(1)
}
const parameters = process.argv.slice(2)
run(linker, parameters)

const output = parameters[parameters.lastIndexOf('-o') + 1]
run(process.execPath, [
  WASM_OPT,
  ...FEATURES.map((feature) => `--enable-${feature}`),
  '-Oz',
  // Parameters that nobody reads go, and functions of up to four instructions go into their callers: 0.03 % of inspect.
  '--dae-optimizing',
  '--always-inline-max-function-size=4',
  // What is called most has the shortest number, 0.4 % of a component.
  '--reorder-functions',
  // Rust has the stack first, growing down to 0: its last KiB is where a trap is near, and nobody gets there through an
  // address that wrapped. So an offset may go into the instruction that adds it, 0.5 % of a component.
  '--low-memory-unused',
  '--strip-producers',
  output,
  '-o',
  output,
])
