/** Bodies in files. The only place of {@code transfer} that reads from a disk. */
@org.jspecify.annotations.NullMarked
package io.moult.transfer.file;
