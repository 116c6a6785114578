package io.moult.transfer.californium;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayExecutorTest {
    private static final int SECONDS = 20;

    private final RelayExecutor executor = new RelayExecutor(2, "relay");
    private final List<String> log = new CopyOnWriteArrayList<>();

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
    }

    @Test
    void task_handedInByARunningTask_runsOnItsThreadWhenThatIsDone() throws Exception {
        CountDownLatch done = new CountDownLatch(1);

        executor.execute(() -> {
            String thread = Thread.currentThread().getName();
            executor.execute(
                    () -> log.add("first " + Thread.currentThread().getName().equals(thread)));
            executor.execute(() -> {
                log.add("second " + Thread.currentThread().getName().equals(thread));
                done.countDown();
            });
            log.add("handed in");
        });

        assertThat(done.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(log).containsExactly("handed in", "first true", "second true");
    }

    @Test
    void task_behindOneThatFails_runsAllTheSame() throws Exception {
        CountDownLatch done = new CountDownLatch(1);

        executor.execute(() -> {
            executor.execute(done::countDown);
            throw new IllegalStateException("on purpose");
        });

        assertThat(done.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tasks_handedInFromOutside_runOnAllThreads() throws Exception {
        CyclicBarrier together = new CyclicBarrier(3);

        for (int i = 0; i < 2; i++) {
            executor.execute(() -> meet(together));
        }

        meet(together);
        assertThat(together.isBroken()).isFalse();
    }

    @Test
    void task_handedToAnotherExecutor_runsOnThatOne() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        RelayExecutor other = new RelayExecutor(1, "other");
        try {
            executor.execute(() -> other.execute(() -> {
                log.add(Thread.currentThread().getName());
                done.countDown();
            }));

            assertThat(done.await(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(log).containsExactly("other-1");
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void task_handedInAfterTheShutdown_isRejected() throws Exception {
        CountDownLatch done = new CountDownLatch(1);

        executor.execute(() -> {
            executor.shutdown();
            try {
                executor.execute(() -> log.add("ran"));
            } catch (java.util.concurrent.RejectedExecutionException e) {
                log.add("rejected");
            }
            done.countDown();
        });

        assertThat(done.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(log).containsExactly("rejected");
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
