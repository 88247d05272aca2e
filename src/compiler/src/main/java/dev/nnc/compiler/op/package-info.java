/** The operators: few, closed under differentiation, none of them a layer. */
package dev.nnc.compiler.op;
