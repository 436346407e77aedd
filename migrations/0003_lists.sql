DROP INDEX "event_of_lead";--> statement-breakpoint
DROP INDEX "score_snapshot_of_lead";--> statement-breakpoint
CREATE INDEX "lead_by_update" ON "lead" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "lead_by_external_id" ON "lead" USING btree ("external_id" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "event_by_time" ON "event" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "event_of_lead" ON "event" USING btree ("lead_id","at","id");--> statement-breakpoint
CREATE INDEX "score_snapshot_of_lead" ON "score_snapshot" USING btree ("lead_id","as_of","id");