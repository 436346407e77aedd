ALTER TYPE "public"."job_kind" ADD VALUE 'recommend';--> statement-breakpoint
ALTER TYPE "public"."job_kind" ADD VALUE 'back-test';--> statement-breakpoint
ALTER TYPE "public"."delivery_state" ADD VALUE 'held';--> statement-breakpoint
CREATE TABLE "publication" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "publication_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"scorecard_version_id" bigint NOT NULL,
	"model_version_id" bigint,
	"replaced_scorecard_version_id" bigint,
	"replaced_model_version_id" bigint,
	"events" text NOT NULL,
	"per_minute" integer,
	"released_at" timestamp (3) with time zone,
	"note" text,
	"published_by" text NOT NULL,
	"published_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "author" text DEFAULT 'import' NOT NULL;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "saw_score" boolean;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "shown_total" double precision;--> statement-breakpoint
ALTER TABLE "recommendation" ADD COLUMN "recommended" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "recommendation" ADD COLUMN "result_hash" text NOT NULL;--> statement-breakpoint
ALTER TABLE "recommendation" ADD COLUMN "job_id" bigint;--> statement-breakpoint
ALTER TABLE "scorecard_version" ADD COLUMN "based_on_id" bigint;--> statement-breakpoint
ALTER TABLE "scorecard_version" ADD COLUMN "reasons" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "scorecard_version" ADD COLUMN "back_test" jsonb;--> statement-breakpoint
ALTER TABLE "scorecard_version" ADD COLUMN "back_tested_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "scorecard_version" ADD COLUMN "meeting" jsonb;--> statement-breakpoint
ALTER TABLE "scorecard_version" ADD COLUMN "approved_by" text;--> statement-breakpoint
ALTER TABLE "scorecard_version" ADD COLUMN "approved_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "event" ADD COLUMN "publication_id" bigint;--> statement-breakpoint
ALTER TABLE "handover" ADD COLUMN "blind" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "publication" ADD CONSTRAINT "publication_scorecard_version_id_scorecard_version_id_fk" FOREIGN KEY ("scorecard_version_id") REFERENCES "public"."scorecard_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publication" ADD CONSTRAINT "publication_model_version_id_model_version_id_fk" FOREIGN KEY ("model_version_id") REFERENCES "public"."model_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_publication_id_publication_id_fk" FOREIGN KEY ("publication_id") REFERENCES "public"."publication"("id") ON DELETE no action ON UPDATE no action;