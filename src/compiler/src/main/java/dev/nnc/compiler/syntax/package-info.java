/** From text to a tree of records. The only package that knows ANTLR. */
package dev.nnc.compiler.syntax;
