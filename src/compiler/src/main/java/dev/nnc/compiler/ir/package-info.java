/**
 * The expression DAG: interned nodes in a graph, programs that say where leaves are read and
 * results go, and what prints, draws and verifies them. What nodes compute is said in {@code op}.
 */
package dev.nnc.compiler.ir;
