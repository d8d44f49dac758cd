# Run once by the MySQL image, on an empty volume: the database and the two accounts of Guest Center.
# The owner makes and changes tables; migrating, it lets the application change rows of those that are not the audit's.
docker_process_sql <<SQL
CREATE DATABASE IF NOT EXISTS guest_center CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE USER IF NOT EXISTS 'gc_owner'@'%' IDENTIFIED BY '${MYSQL_OWNER_PASSWORD}';
CREATE USER IF NOT EXISTS 'gc_app'@'%' IDENTIFIED BY '${MYSQL_APP_PASSWORD}';
GRANT ALL PRIVILEGES ON \`guest\\_center\`.* TO 'gc_owner'@'%' WITH GRANT OPTION;
GRANT SELECT, INSERT, EXECUTE ON \`guest\\_center\`.* TO 'gc_app'@'%';
SQL
