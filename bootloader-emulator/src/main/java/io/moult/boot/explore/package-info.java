/**
 * Exploring every state that faults can bring a bootloader into: the proof's engine. It runs the bootloader through the
 * port {@link io.moult.boot.flash.Flash} alone, derives each fault's effect from the operation that it falls on, and
 * compares states by a canonical form. Nothing here runs on a device. Start at {@link io.moult.boot.explore.Explorer}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.boot.explore;
