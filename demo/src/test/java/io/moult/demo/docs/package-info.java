/** Checks that what the documents claim is so. */
@org.jspecify.annotations.NullMarked
package io.moult.demo.docs;
