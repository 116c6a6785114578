/**
 * The way back for a device on which nothing boots: a limited updater that takes a release over a line and stages it
 * for the bootloader. It knows no network. Start at {@link io.moult.boot.recovery.RecoveryUpdater}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.boot.recovery;
