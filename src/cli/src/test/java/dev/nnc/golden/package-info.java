/**
 * Reference cases computed outside the project: each is translated to .nn text by rules from its
 * name, description, attributes and shapes, and its values are compared with those of the
 * interpreter and of the generated code.
 */
package dev.nnc.golden;
