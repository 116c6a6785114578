package io.moult.demo.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.updateobject.State;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** What a device's log says of a fetch that does not come further. */
class FetchNewsTest {
    private final StringWriter log = new StringWriter();
    private final FetchNews news = new FetchNews(new DeviceEvents(new PrintWriter(log), false, Clock.systemUTC()));

    @Test
    void trouble_isToldOnceAndItsEndToo() {
        news.look(State.DOWNLOADING, "");
        news.look(State.DOWNLOADING, "cannot fetch coaps://h/image: no answer");
        news.look(State.DOWNLOADING, "cannot fetch coaps://h/image: no answer");
        news.look(State.DOWNLOADING, "");

        assertThat(log.toString().lines()).hasSize(2);
        assertThat(log.toString()).contains("cannot fetch coaps://h/image").contains("fetching again");
    }

    @Test
    void fetch_thatWasCalledOff_isNotSaidToGoOn() {
        news.look(State.DOWNLOADING, "cannot fetch coaps://h/image: no answer");
        news.look(State.IDLE, "");

        assertThat(log.toString().lines()).hasSize(1);
    }
}
