/** The arrows between the rooms, kept by a test. Start at {@link io.moult.demo.architecture.ArchitectureTest}. */
@org.jspecify.annotations.NullMarked
package io.moult.demo.architecture;
