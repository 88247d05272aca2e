/** Connect Four, learned by playing against itself. */
package dev.nnc.examples.connectfour;
