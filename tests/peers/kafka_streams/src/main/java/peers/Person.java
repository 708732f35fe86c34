package peers;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericFixed;

/** What the peer fold keeps of one person: the rules of {@code hub.bench.peer}, written again. */
final class Person {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final long ABSENT = Long.MIN_VALUE;
    private static final long HOUR = 3_600_000L;
    private static final int ID = 16;
    private static final int REMEMBERED = 8;
    private static final String[] STATUS = {"none", "admitted", "discharged"};
    private static final int FIXED = 1 + 4 * Long.BYTES + 3 * Integer.BYTES;

    private byte status;
    private long admittedAt = ABSENT;
    private long readyAt = ABSENT;
    private long dischargedAt = ABSENT;
    private long lastCoveredDay = ABSENT;
    private int waitingReviews;
    private int readyHours;
    private int count;
    /** The last eight event ids, oldest first. */
    private byte[] ids = {};

    /** Folds one event; a repeat changes nothing. */
    void fold(GenericRecord event) {
        byte[] id = ((GenericFixed) event.get("event_id")).bytes();
        if (remembers(id)) {
            return;
        }
        remember(id);
        count++;
        long at = (Long) event.get("occurred_at");
        GenericRecord body = (GenericRecord) event.get("body");
        switch (event.get("type").toString()) {
            case "SpellAdmitted" -> {
                status = 1;
                admittedAt = at;
            }
            case "ReadinessChanged" -> readyAt = (Boolean) body.get("ready") ? at : ABSENT;
            case "SpellDischarged" -> {
                status = 2;
                dischargedAt = at;
                lastCoveredDay = day(at) + 41;
                readyHours = readyAt == ABSENT ? 0 : (int) ((at - readyAt) / HOUR);
            }
            case "CriteriaToResideAssessed" -> {
                if (!(Boolean) body.get("met") && readyAt != ABSENT && day(at) >= day(readyAt)) {
                    waitingReviews++;
                }
            }
            default -> { }
        }
    }

    private boolean remembers(byte[] id) {
        for (int at = 0; at < ids.length; at += ID) {
            if (Arrays.equals(ids, at, at + ID, id, 0, ID)) {
                return true;
            }
        }
        return false;
    }

    private void remember(byte[] id) {
        int from = ids.length == REMEMBERED * ID ? ID : 0;
        byte[] kept = Arrays.copyOfRange(ids, from, ids.length + ID);
        System.arraycopy(id, 0, kept, kept.length - ID, ID);
        ids = kept;
    }

    private static long day(long at) {
        return Instant.ofEpochMilli(at).atZone(LONDON).toLocalDate().toEpochDay();
    }

    /** Writes the state, as a store keeps it. */
    byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(FIXED + ids.length);
        out.put(status).putLong(admittedAt).putLong(readyAt).putLong(dischargedAt).putLong(lastCoveredDay);
        out.putInt(waitingReviews).putInt(readyHours).putInt(count).put(ids);
        return out.array();
    }

    /** Reads what {@link #bytes} wrote; nobody when there is nothing. */
    static Person of(byte[] written) {
        Person person = new Person();
        if (written != null) {
            ByteBuffer in = ByteBuffer.wrap(written);
            person.status = in.get();
            person.admittedAt = in.getLong();
            person.readyAt = in.getLong();
            person.dischargedAt = in.getLong();
            person.lastCoveredDay = in.getLong();
            person.waitingReviews = in.getInt();
            person.readyHours = in.getInt();
            person.count = in.getInt();
            person.ids = Arrays.copyOfRange(written, FIXED, written.length);
        }
        return person;
    }

    /** Gives the line of this person in the digest. */
    String line(byte[] subject) {
        String covered = lastCoveredDay == ABSENT ? "" : LocalDate.ofEpochDay(lastCoveredDay).toString();
        return String.join("|", HexFormat.of().formatHex(subject), STATUS[status], told(admittedAt), told(readyAt),
            told(dischargedAt), covered, "" + waitingReviews, "" + readyHours, "" + count);
    }

    private static String told(long value) {
        return value == ABSENT ? "" : Long.toString(value);
    }
}
