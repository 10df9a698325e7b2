<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;

/** What Revive's installer asks of a package: one wrong file name, and it refuses all of it. */
final class PackageTest extends TestCase
{
    private const SOURCE = __DIR__ . '/../../src/revive-plugin';
    private const PACKAGE = self::SOURCE . '/package/';
    private const DEFINITION = self::PACKAGE . 'plugins/etc/cometAdTag.xml';
    private const GROUP = self::PACKAGE . 'plugins/etc/cometAdTag/cometAdTag.xml';

    public function test_every_file_is_php_without_errors(): void
    {
        foreach (self::files() as $file) {
            if (str_ends_with($file, '.php')) {
                exec('php -l ' . escapeshellarg(self::PACKAGE . $file) . ' 2>&1', $said, $code);
                self::assertSame(0, $code, implode("\n", $said));
            }
        }
    }

    public function test_no_file_prints_anything_before_its_code(): void
    {
        foreach (self::files() as $file) {
            if (str_ends_with($file, '.php')) {
                $text = (string) file_get_contents(self::PACKAGE . $file);
                self::assertStringStartsWith("<?php\n\ndeclare(strict_types=1);\n", $text, $file);
                self::assertStringNotContainsString('?>', $text, $file);
            }
        }
    }

    public function test_the_code_needs_nothing_newer_than_php_8_1(): void
    {
        $newer = '~\breadonly class\b|\bconst (string|int|array|float|bool) [A-Z]|#\[\\\\?Override\]|\bjson_validate\(|\barray_find\(|\barray_any\(~';
        foreach (self::files() as $file) {
            self::assertDoesNotMatchRegularExpression($newer, (string) file_get_contents(self::PACKAGE . $file), $file);
        }
    }

    public function test_every_file_is_declared_and_every_declared_file_is_there(): void
    {
        $declared = ['plugins/etc/cometAdTag.xml', 'plugins/etc/cometAdTag/cometAdTag.xml'];
        $group = self::xml(self::GROUP);
        foreach ($group->install->files->file as $file) {
            $declared[] = strtr((string) $file['path'], ['{MODULEPATH}' => 'plugins/', '{GROUPPATH}' => 'plugins/etc/cometAdTag']) . $file;
        }
        $declared[] = 'plugins/etc/cometAdTag/etc/' . $group->uninstall->prescript;
        self::assertSame($declared, array_unique($declared));
        self::assertEqualsCanonicalizing($declared, self::files());
    }

    public function test_files_are_declared_deepest_first_so_that_folders_go_with_them(): void
    {
        $depths = [];
        foreach (self::xml(self::GROUP)->install->files->file as $file) {
            $depths[] = substr_count((string) $file['path'], '/');
        }
        $sorted = $depths;
        rsort($sorted);
        $module = array_filter($depths, static fn (int $depth): bool => $depth > 1);
        self::assertSame(array_slice($sorted, 0, count($module)), array_values($module));
    }

    public function test_package_and_group_have_one_version_and_each_component_has_its_class(): void
    {
        $group = self::xml(self::GROUP);
        self::assertSame((string) self::xml(self::DEFINITION)->version, (string) $group->version);
        self::assertSame('cometAdTag', (string) self::xml(self::DEFINITION)->install->contents->group['name']);
        foreach ($group->install->components->component as $component) {
            $file = self::PACKAGE . "plugins/{$group->extends}/cometAdTag/{$component->name}.class.php";
            self::assertStringContainsString(
                'class Plugins_' . ucfirst((string) $group->extends) . '_CometAdTag_' . ucfirst((string) $component->name) . ' ',
                (string) file_get_contents($file),
            );
        }
    }

    public function test_the_zip_holds_the_package_and_the_same_sources_give_the_same_bytes(): void
    {
        $zips = [];
        foreach (['a', 'b'] as $folder) {
            exec(escapeshellarg(self::SOURCE . '/build.sh') . ' ' . escapeshellarg(sys_get_temp_dir() . '/comet-zip-' . getmypid() . "/$folder"), $said, $code);
            self::assertSame(0, $code);
            $zips[] = end($said);
        }
        exec('unzip -Z1 ' . escapeshellarg($zips[0]), $names);
        self::assertSame(hash_file('sha256', $zips[0]), hash_file('sha256', $zips[1]));
        self::assertSame('cometAdTag_' . self::xml(self::DEFINITION)->version . '.zip', basename($zips[0]));
        self::assertEqualsCanonicalizing(self::files(), $names);
        foreach ($zips as $zip) {
            unlink($zip);
            rmdir(dirname($zip));
        }
        rmdir(dirname($zips[0], 2));
    }

    private static function xml(string $file): SimpleXMLElement
    {
        $xml = simplexml_load_string((string) file_get_contents($file));
        self::assertInstanceOf(SimpleXMLElement::class, $xml, $file);

        return $xml;
    }

    /** @return list<string> */
    private static function files(): array
    {
        $files = [];
        foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator(self::PACKAGE, FilesystemIterator::SKIP_DOTS)) as $file) {
            $files[] = substr($file->getPathname(), strlen(self::PACKAGE));
        }

        return $files;
    }
}
