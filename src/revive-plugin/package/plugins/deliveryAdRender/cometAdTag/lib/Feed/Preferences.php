<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

use CometAdTag\Database;

/** The preferences of accounts that a feed needs: time zones and default banners. */
final class Preferences
{
    /**
     * @param array<int, array<string, string>> $byAccount
     * @param list<int> $managers accounts of the managers
     */
    public function __construct(
        private readonly array $byAccount,
        private readonly int $admin,
        private readonly array $managers,
    ) {
    }

    public static function read(Database $database): self
    {
        $byAccount = [];
        foreach (
            $database->rows("SELECT a.account_id, p.preference_name, a.value
                FROM {$database->table('preferences')} p
                JOIN {$database->table('account_preference_assoc')} a ON a.preference_id = p.preference_id
                WHERE p.preference_name IN ('timezone', 'default_banner_image_url', 'default_banner_destination_url')") as $row
        ) {
            $byAccount[(int) $row['account_id']][$row['preference_name']] = (string) $row['value'];
        }
        $admin = (int) $database->value("SELECT MIN(account_id) FROM {$database->table('accounts')} WHERE account_type = 'ADMIN'");
        $managers = array_column($database->all("SELECT account_id FROM {$database->table('agency')} ORDER BY account_id"), 'account_id');

        return new self($byAccount, $admin, array_map('intval', $managers));
    }

    /** The time zone that all managers share; where they differ, the administrator's. Null where it is none that is known. */
    public function timeZone(): ?string
    {
        $zones = array_unique(array_map(fn (int $manager): ?string => $this->of('timezone', $this->admin, $manager), $this->managers));
        $zone = count($zones) === 1 ? reset($zones) : $this->of('timezone', $this->admin);

        return in_array($zone, \DateTimeZone::listIdentifiers(\DateTimeZone::ALL_WITH_BC), true) ? $zone : null;
    }

    /** What the last of the accounts that has it says. */
    public function of(string $name, int ...$accounts): ?string
    {
        $value = null;
        foreach ($accounts as $account) {
            $value = $this->byAccount[$account][$name] ?? $value;
        }

        return $value;
    }

    /** Image and destination of the default banner: the website's, else the manager's, else the administrator's. */
    public function defaultBanner(int $website, int $manager): array
    {
        return [
            (string) $this->of('default_banner_image_url', $this->admin, $manager, $website),
            (string) $this->of('default_banner_destination_url', $this->admin, $manager, $website),
        ];
    }
}
