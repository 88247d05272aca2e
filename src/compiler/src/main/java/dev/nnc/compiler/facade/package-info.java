/** Generated classes as Java source, for development environments and javac. */
package dev.nnc.compiler.facade;
