/**
 * Manifests and policies as people write them, in YAML: read into values, line by line accounted for. Nothing here signs
 * or prints.
 */
@org.jspecify.annotations.NullMarked
package io.moult.suit.describe;
