/** From the tree to the DAG: names, instances, index notation, settings. */
package dev.nnc.compiler.elaborate;
