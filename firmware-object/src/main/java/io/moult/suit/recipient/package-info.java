/**
 * A recipient that is a directory: for trying manifests on, and for devices with a file system. Start at {@link
 * io.moult.suit.recipient.DirectoryRecipient}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.suit.recipient;
