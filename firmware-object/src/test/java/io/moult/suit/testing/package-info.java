/** Shared by the tests of the SUIT packages: vectors, an author, manifests to change in one line. */
@org.jspecify.annotations.NullMarked
package io.moult.suit.testing;
