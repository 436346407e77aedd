DROP INDEX "delivery_due";--> statement-breakpoint
CREATE INDEX "handover_of_owner" ON "handover" USING btree ("owner","id");--> statement-breakpoint
CREATE INDEX "handover_of_event" ON "handover" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "delivery_dead" ON "delivery" USING btree ("webhook_id","event_id") WHERE "delivery"."state" = 'dead';--> statement-breakpoint
CREATE INDEX "delivery_due" ON "delivery" USING btree ("webhook_id","due_at") WHERE "delivery"."state" = 'waiting';