/** The expression DAG: nodes, types, programs, their verifier and printers. */
package dev.nnc.compiler.ir;
