CREATE INDEX "experiment_assignment_of_lead" ON "experiment_assignment" USING btree ("lead_id");--> statement-breakpoint
CREATE INDEX "audit_log_by_actor" ON "audit_log" USING btree ("actor","id");--> statement-breakpoint
CREATE INDEX "audit_log_by_action" ON "audit_log" USING btree ("action","id");--> statement-breakpoint
CREATE INDEX "delivery_by_event" ON "delivery" USING btree ("event_id");