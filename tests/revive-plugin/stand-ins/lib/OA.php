<?php

// In revive.php
