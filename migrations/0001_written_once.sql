-- What was written to the audit log stays as it was written, whoever asks.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is written once: % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation';
END
$$;--> statement-breakpoint
CREATE TRIGGER audit_log_is_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint

-- A published scorecard version is what stored scores rest on.
CREATE TRIGGER scorecard_version_is_immutable
  BEFORE UPDATE ON scorecard_version
  FOR EACH ROW
  WHEN (OLD.state = 'published' AND (NEW.document IS DISTINCT FROM OLD.document
    OR NEW.version <> OLD.version OR NEW.state <> OLD.state))
  EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER scorecard_version_is_kept
  BEFORE DELETE ON scorecard_version
  FOR EACH ROW WHEN (OLD.state = 'published')
  EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER model_version_is_immutable
  BEFORE UPDATE ON model_version
  FOR EACH ROW WHEN (NEW.document IS DISTINCT FROM OLD.document OR NEW.version <> OLD.version)
  EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER model_version_is_kept
  BEFORE DELETE ON model_version
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
