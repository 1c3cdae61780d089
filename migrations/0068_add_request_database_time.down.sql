-- Loses the time that requests spent on the database. The functions are those of 0066 again, before the columns go that
-- newer ones write.
--
-- Locks as the way up does, and in the same order.
SELECT only_row FROM metrics_upkeep FOR UPDATE;
CREATE OR REPLACE FUNCTION metrics_fold_hour(from_hour timestamptz) RETURNS void
LANGUAGE sql
AS $$
    WITH minutes AS (
        DELETE FROM request_histograms WHERE minute >= from_hour AND minute < from_hour + interval '1 hour' RETURNING *
    )
    INSERT INTO request_histograms
    SELECT from_hour, route, outcome, sum(request_count), sum(total_duration_us), max(max_duration_us), histogram_sum(buckets)
    FROM minutes GROUP BY route, outcome;
    WITH minutes AS (
        DELETE FROM event_counts WHERE minute >= from_hour AND minute < from_hour + interval '1 hour' RETURNING *
    )
    INSERT INTO event_counts
    SELECT from_hour, family, subject, event, sum(event_count) FROM minutes GROUP BY family, subject, event;
$$;

CREATE OR REPLACE FUNCTION metrics_upkeep_run() RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    marker         metrics_upkeep;
    hours_per_run  constant integer  := 12;
    rows_per_run   constant integer  := 5000;
    -- Writers come up to a quarter of a minute late, a clock that is off some more.
    settled        constant timestamptz := date_trunc('minute', now()) - interval '10 minutes';
    fold_before    timestamptz          := date_trunc('hour', now() - interval '2 days');
    keep_from      constant timestamptz := now() - interval '14 days';
    oldest         timestamptz;
    next_total     timestamptz;
    deleted        bigint;
    is_behind      boolean := false;
BEGIN
    SELECT * INTO marker FROM metrics_upkeep WHERE due_at <= now() FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    oldest := least(
        (SELECT min(minute) FROM request_histograms WHERE minute >= marker.totals_until),
        (SELECT min(minute) FROM event_counts WHERE minute >= marker.totals_until));
    next_total := greatest(marker.totals_until, least(settled, coalesce(oldest, settled) + interval '2 hours'));
    INSERT INTO request_totals AS total
    SELECT route, outcome, sum(request_count), sum(total_duration_us), histogram_sum(buckets)
    FROM request_histograms WHERE minute >= marker.totals_until AND minute < next_total
    GROUP BY route, outcome
    ON CONFLICT (route, outcome) DO UPDATE SET
        request_count = total.request_count + excluded.request_count,
        total_duration_us = total.total_duration_us + excluded.total_duration_us,
        buckets = histogram_add(total.buckets, excluded.buckets);
    INSERT INTO event_totals AS total
    SELECT family, subject, event, sum(event_count)
    FROM event_counts WHERE minute >= marker.totals_until AND minute < next_total
    GROUP BY family, subject, event
    ON CONFLICT (family, subject, event) DO UPDATE SET event_count = total.event_count + excluded.event_count;
    is_behind := next_total < settled;

    -- Hours that hold nothing are passed over, and none is folded that the totals have not taken.
    fold_before := least(fold_before, date_trunc('hour', next_total));
    FOR hour IN 1 .. hours_per_run LOOP
        oldest := least(
            (SELECT min(minute) FROM request_histograms WHERE minute >= marker.folded_until),
            (SELECT min(minute) FROM event_counts WHERE minute >= marker.folded_until));
        EXIT WHEN oldest IS NULL OR oldest >= fold_before;
        PERFORM metrics_fold_hour(date_trunc('hour', oldest));
        marker.folded_until := date_trunc('hour', oldest) + interval '1 hour';
        is_behind := is_behind OR hour = hours_per_run;
    END LOOP;

    DELETE FROM request_histograms WHERE (minute, route, outcome) IN (
        SELECT minute, route, outcome FROM request_histograms WHERE minute < keep_from LIMIT rows_per_run);
    GET DIAGNOSTICS deleted = ROW_COUNT;
    is_behind := is_behind OR deleted = rows_per_run;
    DELETE FROM event_counts WHERE (minute, family, subject, event) IN (
        SELECT minute, family, subject, event FROM event_counts WHERE minute < keep_from LIMIT rows_per_run);
    GET DIAGNOSTICS deleted = ROW_COUNT;
    is_behind := is_behind OR deleted = rows_per_run;
    DELETE FROM web_vitals WHERE id IN (
        SELECT id FROM web_vitals WHERE recorded_at < keep_from LIMIT rows_per_run);
    GET DIAGNOSTICS deleted = ROW_COUNT;
    is_behind := is_behind OR deleted = rows_per_run;

    UPDATE metrics_upkeep SET
        totals_until = next_total,
        folded_until = marker.folded_until,
        due_at = now() + CASE WHEN is_behind THEN interval '1 minute' ELSE interval '1 hour' END;
END
$$;

ALTER TABLE request_totals DROP COLUMN total_database_us;
ALTER TABLE request_histograms DROP COLUMN total_database_us;
