/**
 * SQL, and nothing else: the ports of the other packages on SQLite. Nothing outside of here knows SQL. Start at
 * {@code Database}; the tables are in {@code db/migration}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.server.storage;
