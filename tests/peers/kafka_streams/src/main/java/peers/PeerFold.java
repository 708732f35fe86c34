package peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.Stores;

/** Kafka Streams as its users write it: a processor with a cached store of people, its changelog in Kafka. */
public final class PeerFold {
    private static final String STORE = "people";
    private static final int HEADER = 5;
    private static final int TOO_LONG = 4;

    private final JsonNode asked;
    private final long[] upto;
    private final long events;
    private final AtomicLong left;
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Map<Integer, Schema> schemas = new HashMap<>();

    private PeerFold(JsonNode asked) throws Exception {
        this.asked = asked;
        upto = new long[asked.get("upto").size()];
        long sum = 0;
        for (int n = 0; n < upto.length; n++) {
            upto[n] = asked.get("upto").get(n).asLong();
            sum += upto[n];
        }
        events = sum;
        left = new AtomicLong(events);
        File registry = new File(asked.get("registry").asText());
        for (JsonNode row : new ObjectMapper().readTree(registry)) {
            File file = new File(registry.getParentFile(), row.get("file").asText());
            schemas.put(row.get("id").asInt(), new Schema.Parser().parse(file));
        }
    }

    public static void main(String[] arguments) throws Exception {
        new PeerFold(new ObjectMapper().readTree(arguments[0])).run();
    }

    private void run() throws Exception {
        KafkaStreams streams = new KafkaStreams(topology(), settings());
        streams.start();
        if (!done.await(asked.get("within_s").asLong(), TimeUnit.SECONDS)) {
            Runtime.getRuntime().halt(TOO_LONG);
        }
        String digest = digest(streams);
        streams.close();
        double seconds = (ended.get() - started.get()) / 1e9;
        System.out.printf("{\"events\": %d, \"seconds\": %.6f, \"digest\": \"%s\"}%n", events, seconds, digest);
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, asked.get("name").asText());
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, asked.get("bootstrap").asText());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, asked.get("folder").asText());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, asked.path("threads").asInt(2));
        settings.put("auto.offset.reset", "earliest");
        return settings;
    }

    private Topology topology() {
        Topology topology = new Topology();
        topology.addSource("in", Serdes.ByteArray().deserializer(), Serdes.ByteArray().deserializer(),
            asked.get("topic").asText());
        topology.addProcessor("fold", Folding::new, "in");
        topology.addStateStore(Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(STORE), Serdes.ByteArray(), Serdes.ByteArray()).withCachingEnabled(), "fold");
        return topology;
    }

    private String digest(KafkaStreams streams) throws Exception {
        TreeSet<String> lines = new TreeSet<>();
        var store = streams.store(StoreQueryParameters.fromNameAndType(
            STORE, QueryableStoreTypes.<byte[], byte[]>keyValueStore()));
        try (KeyValueIterator<byte[], byte[]> people = store.all()) {
            while (people.hasNext()) {
                KeyValue<byte[], byte[]> person = people.next();
                lines.add(Person.of(person.value).line(person.key));
            }
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        lines.forEach(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** One task's processor: reads a person, folds one event, writes the person. */
    private final class Folding implements Processor<byte[], byte[], Void, Void> {
        private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
        private ProcessorContext<Void, Void> context;
        private KeyValueStore<byte[], byte[]> people;
        private BinaryDecoder decoder;

        @Override
        public void init(ProcessorContext<Void, Void> given) {
            context = given;
            people = given.getStateStore(STORE);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            started.compareAndSet(0, System.nanoTime());
            RecordMetadata where = context.recordMetadata().orElseThrow();
            if (where.offset() >= upto[where.partition()]) {
                return;
            }
            Person person = Person.of(people.get(record.key()));
            person.fold(decode(record.value()));
            people.put(record.key(), person.bytes());
            if (left.decrementAndGet() == 0) {
                ended.set(System.nanoTime());
                done.countDown();
            }
        }

        private GenericRecord decode(byte[] value) {
            int id = java.nio.ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
            var reader = readers.computeIfAbsent(id, each -> new GenericDatumReader<>(schemas.get(each)));
            decoder = DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, decoder);
            try {
                return reader.read(null, decoder);
            } catch (java.io.IOException broken) {
                throw new java.io.UncheckedIOException(broken);
            }
        }
    }
}
