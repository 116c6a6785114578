@NullMarked
package io.moult.demo.bench.report;

import org.jspecify.annotations.NullMarked;
