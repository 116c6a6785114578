/** The verb {@code boot}: what is in a device's flash, read from the files alone. */
@org.jspecify.annotations.NullMarked
package io.moult.boot.cli;
