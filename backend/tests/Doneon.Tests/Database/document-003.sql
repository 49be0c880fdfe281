-- The tables of the first applications, word for word as their document 003 (Neon database migration) gives them.

-- Neon PostgreSQL Database Schema
-- Generated for: 005-neon-db-migration
-- Date: 2026-02-08

-- Enable UUID extension (if needed for future enhancements)
-- CREATE EXTENSION IF NOT EXISTS "uuid-ossp";

-- Users Table
CREATE TABLE IF NOT EXISTS "user" (
    id SERIAL PRIMARY KEY,
    username VARCHAR(30) NOT NULL UNIQUE,
    email VARCHAR(255) NOT NULL UNIQUE,
    hashed_password VARCHAR(255) NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- Create index on email for faster login queries
CREATE INDEX IF NOT EXISTS idx_user_email ON "user"(email);

-- Priority Enum Type
CREATE TYPE priority_enum AS ENUM ('High', 'Medium', 'Low');

-- Tasks Table
CREATE TABLE IF NOT EXISTS task (
    id SERIAL PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES "user"(id) ON DELETE CASCADE,
    title VARCHAR(200) NOT NULL,
    description TEXT,
    due_date VARCHAR(50),  -- Stored as string for flexibility
    priority priority_enum NOT NULL DEFAULT 'Medium',
    tags TEXT,  -- Comma-separated tags
    recursion_pattern VARCHAR(100),
    completed BOOLEAN NOT NULL DEFAULT FALSE,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- Create index on user_id for faster task queries
CREATE INDEX IF NOT EXISTS idx_task_user_id ON task(user_id);

-- Create index on completed status for filtering
CREATE INDEX IF NOT EXISTS idx_task_completed ON task(completed);

-- Sessions Table (for JWT session management)
CREATE TABLE IF NOT EXISTS session (
    id SERIAL PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES "user"(id) ON DELETE CASCADE,
    token_jti VARCHAR(255) NOT NULL UNIQUE,
    token VARCHAR(255) NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked BOOLEAN NOT NULL DEFAULT FALSE,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- Create index on token_jti for faster session lookups
CREATE INDEX IF NOT EXISTS idx_session_token_jti ON session(token_jti);

-- Create index on user_id for faster session queries
CREATE INDEX IF NOT EXISTS idx_session_user_id ON session(user_id);

-- Trigger to update updated_at timestamp on user updates
CREATE OR REPLACE FUNCTION update_updated_at_column()
RETURNS TRIGGER AS $$
BEGIN
    NEW.updated_at = CURRENT_TIMESTAMP;
    RETURN NEW;
END;
$$ language 'plpgsql';

CREATE TRIGGER update_user_updated_at BEFORE UPDATE ON "user"
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

CREATE TRIGGER update_task_updated_at BEFORE UPDATE ON task
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
