/**
 * The boot ROM of an emulated device: what it decides at a reset, what it lends to the running application, and what a
 * factory does before. No network in here. Start at {@link io.moult.boot.BootRom}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.boot;
