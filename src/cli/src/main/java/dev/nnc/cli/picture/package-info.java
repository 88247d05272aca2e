/** Pictures that a model gives: how its inputs are chosen, and the sheet on which they lie. */
package dev.nnc.cli.picture;
