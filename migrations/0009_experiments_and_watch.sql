ALTER TYPE "public"."job_kind" ADD VALUE 'triage';--> statement-breakpoint
ALTER TYPE "public"."job_kind" ADD VALUE 'watch';--> statement-breakpoint
ALTER TYPE "public"."event_kind" ADD VALUE 'alarm';--> statement-breakpoint
ALTER TYPE "public"."event_kind" ADD VALUE 'experiment';--> statement-breakpoint
CREATE TABLE "triage" (
	"lead_id" bigint PRIMARY KEY NOT NULL,
	"because" text NOT NULL,
	"propensity" double precision NOT NULL,
	"total" double precision NOT NULL,
	"probability" double precision,
	"scorecard_version_id" bigint NOT NULL,
	"model_version_id" bigint,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "watch" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "watch_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"scorecard_version_id" bigint NOT NULL,
	"model_version_id" bigint,
	"findings" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "event" ALTER COLUMN "score" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "experiment" ADD COLUMN "definition" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "experiment" ADD COLUMN "starts_at" timestamp (3) with time zone NOT NULL;--> statement-breakpoint
ALTER TABLE "experiment" ADD COLUMN "stops_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "experiment" ADD COLUMN "stopped_by" text;--> statement-breakpoint
ALTER TABLE "experiment" ADD COLUMN "stop_note" text;--> statement-breakpoint
ALTER TABLE "experiment" ADD COLUMN "told" text;--> statement-breakpoint
ALTER TABLE "experiment_assignment" ADD COLUMN "unit" text NOT NULL;--> statement-breakpoint
ALTER TABLE "experiment_assignment" ADD COLUMN "score_before" double precision;--> statement-breakpoint
ALTER TABLE "report" ADD COLUMN "pictures" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "lead" ADD COLUMN "account" text;--> statement-breakpoint
ALTER TABLE "handover" ADD COLUMN "because" text DEFAULT 'score' NOT NULL;--> statement-breakpoint
ALTER TABLE "handover" ADD COLUMN "experiment_id" bigint;--> statement-breakpoint
ALTER TABLE "handover" ADD COLUMN "arm" text;--> statement-breakpoint
ALTER TABLE "handover" ADD COLUMN "model_version_id" bigint;--> statement-breakpoint
ALTER TABLE "triage" ADD CONSTRAINT "triage_lead_id_lead_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."lead"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "triage" ADD CONSTRAINT "triage_scorecard_version_id_scorecard_version_id_fk" FOREIGN KEY ("scorecard_version_id") REFERENCES "public"."scorecard_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "triage" ADD CONSTRAINT "triage_model_version_id_model_version_id_fk" FOREIGN KEY ("model_version_id") REFERENCES "public"."model_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watch" ADD CONSTRAINT "watch_scorecard_version_id_scorecard_version_id_fk" FOREIGN KEY ("scorecard_version_id") REFERENCES "public"."scorecard_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watch" ADD CONSTRAINT "watch_model_version_id_model_version_id_fk" FOREIGN KEY ("model_version_id") REFERENCES "public"."model_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "watch_by_time" ON "watch" USING btree ("at");--> statement-breakpoint
ALTER TABLE "handover" ADD CONSTRAINT "handover_experiment_id_experiment_id_fk" FOREIGN KEY ("experiment_id") REFERENCES "public"."experiment"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handover" ADD CONSTRAINT "handover_model_version_id_model_version_id_fk" FOREIGN KEY ("model_version_id") REFERENCES "public"."model_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "experiment" DROP COLUMN "hypothesis";--> statement-breakpoint
ALTER TABLE "experiment" DROP COLUMN "settings";--> statement-breakpoint
ALTER TABLE "experiment" DROP COLUMN "started_at";--> statement-breakpoint
ALTER TABLE "experiment" DROP COLUMN "stopped_at";