/** Texts, places in them, and what is told about them. */
package dev.nnc.compiler.source;
