/**
 * From a plan to bytes. Nothing is decided here; this is the only package that knows ASM. {@link
 * dev.nnc.compiler.emit.Emitter} is the way in.
 */
package dev.nnc.compiler.emit;
