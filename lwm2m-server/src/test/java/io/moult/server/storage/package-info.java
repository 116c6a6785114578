/** The stores on real SQLite files. */
@org.jspecify.annotations.NullMarked
package io.moult.server.storage;
