<?php

declare(strict_types=1);

use CometAdTag\Database;
use CometAdTag\LinkRows;
use PHPUnit\Framework\TestCase;

/** Requests of Revive's pages, each a PHP of its own that ends as they do. */
final class WatchTest extends TestCase
{
    private const TOLD = 'POST /api/v1/campaigns/pull';
    private const ASK = '(new Plugins_DeliveryAdRender_CometAdTag_Changes())->hasAccessToObject("banners", 5, null, null, null)';
    private const SAVE = 'CometAdTag\Database::open()->execute("INSERT INTO rv_audit (context) VALUES (\'banners\')")';

    private Database $database;

    protected function setUp(): void
    {
        $this->database = TestDatabase::withOneOfEach();
        $this->request(self::ASK . ';');
    }

    public function test_a_request_that_saves_tells_the_service_once(): void
    {
        $heard = $this->request(self::ASK . ';' . self::SAVE . ';' . self::ASK . ';' . self::SAVE . ';');
        self::assertStringStartsWith(self::TOLD, $heard);
        self::assertSame(1, substr_count($heard, self::TOLD));
    }

    public function test_it_is_told_also_when_the_page_ends_by_exit_or_with_an_error(): void
    {
        self::assertStringStartsWith(self::TOLD, $this->request(self::ASK . ';' . self::SAVE . '; exit;'));
        self::assertStringStartsWith(self::TOLD, $this->request(self::ASK . ';' . self::SAVE . '; nothing_like_it();'));
    }

    public function test_a_request_that_only_reads_tells_nobody(): void
    {
        self::assertSame('', $this->request(self::ASK . ';'));
    }

    public function test_what_changed_unseen_is_told_with_the_next_request(): void
    {
        $this->database->execute('DELETE FROM rv_ad_zone_assoc');
        self::assertStringStartsWith(self::TOLD, $this->request(self::ASK . ';'));
        self::assertSame('', $this->request(self::ASK . ';'));
    }

    public function test_the_hook_has_no_opinion_and_costs_the_page_no_output_even_without_a_database(): void
    {
        $script = 'error_reporting(E_ALL); ini_set("display_errors", "1"); $GLOBALS["_MAX"]["CONF"]["database"]["socket"] = "/nowhere"; var_dump(' . self::ASK . ');';
        $this->request($script, $said);
        self::assertSame("NULL\n", $said);
    }

    public function test_maintenance_tells_in_any_case_and_keeps_batches_out_meanwhile(): void
    {
        $script = '$m = new Plugins_DeliveryAdRender_CometAdTag_Maintenance(); $m->beforeMse();'
            . '$lock = new CometAdTag\Statistics\MaintenanceLock(CometAdTag\Database::open());'
            . 'echo $lock->take(0) ? "open" : "closed"; (new Plugins_DeliveryAdRender_CometAdTag_Maintenance())->afterMse();'
            . 'echo $lock->take(2) ? " open" : " closed"; $m->beforeMpe(); $m->afterMpe();';
        $heard = $this->request($script, $said);
        self::assertSame('closed open', $said);
        self::assertStringStartsWith(self::TOLD, $heard);
    }

    public function test_the_links_of_a_zone_or_of_all_are_told(): void
    {
        TestDatabase::insert($this->database, 'ad_zone_assoc', ['zone_id' => 2, 'ad_id' => 5, 'priority' => '0.25']);
        TestDatabase::insert($this->database, 'ad_zone_assoc', ['zone_id' => 0, 'ad_id' => 5]);
        self::assertSame([['2', '5', '1', '0.25', '0', '0']], array_map('array_values', LinkRows::read($this->database, 2)));
        self::assertSame(['1', '2'], array_column(LinkRows::read($this->database, 0), 'zone_id'));
    }

    /** What the service heard of a request: the notices, one after the other. A notice is sent before the request's PHP ends. */
    private function request(string $script, ?string &$said = null): string
    {
        $service = stream_socket_server('tcp://127.0.0.1:0');
        $code = 'require ' . var_export(__DIR__ . '/bootstrap.php', true) . ';'
            . 'foreach (["changes", "maintenance"] as $part) require_once MAX_PATH . "/plugins/deliveryAdRender/cometAdTag/$part.class.php";' . $script;
        $address = 'http://' . stream_socket_get_name($service, false);
        $page = proc_open(
            ['php', '-d', 'display_errors=0', '-d', 'log_errors=0', '-r', $code],
            [1 => ['pipe', 'w'], 2 => ['file', '/dev/null', 'w']],
            $pipes,
            null,
            ['COMET_TEST_SERVICE' => $address] + getenv(),
        );
        $heard = '';
        do {
            $isOver = !proc_get_status($page)['running'];
            while (($notice = @stream_socket_accept($service, $isOver ? 0 : 0.05)) !== false) {
                $heard .= fread($notice, 8192);
                fwrite($notice, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }
        } while (!$isOver);
        $said = (string) stream_get_contents($pipes[1]);
        proc_close($page);

        return $heard;
    }
}
