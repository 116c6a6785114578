/** Object 5 (Firmware Update) as data and as one state machine. No socket, file, clock or log in here. */
@org.jspecify.annotations.NullMarked
package io.moult.updateobject;
