/**
 * The story of an update in eight chapters, told with separate processes and judged from outside: REST, the flash file,
 * the messages on the wire. Start at {@link io.moult.demo.scenario.DemoCommand}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.demo.scenario;
