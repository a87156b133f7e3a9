'use strict';

const { describeContract } = require('./contract');
const { contract } = require('./contract/naxonAi');

describeContract(contract);
